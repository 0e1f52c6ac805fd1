"""Whether the dashboard's list of visitors stays smooth with 10,000 visitors online."""
