"""What a tool is made of: its declaration, its context, its arguments and results."""
