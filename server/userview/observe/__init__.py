"""What whoever runs the server can see of it: logs and metrics. Neither ever holds a secret."""
