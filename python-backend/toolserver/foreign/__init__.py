"""Code of other people: what their functions and answers become here."""
