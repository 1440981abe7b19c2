"""A database that goes wrong in each way it can, and a toolserver that says so and comes back by itself."""
