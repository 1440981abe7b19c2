"""What people say and write, in pure functions: numbers, dates, names, choices."""
