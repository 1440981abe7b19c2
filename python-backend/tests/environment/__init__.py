"""What the programs find around them: proxies, and the file `.env`."""
