"""Settings, root URLs, the console command, the look shared by all rooms."""
