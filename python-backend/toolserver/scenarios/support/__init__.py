"""TechCo Support: accounts, orders, subscriptions and tickets of a seller of devices and plans."""
