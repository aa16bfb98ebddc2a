"""What people are told: an inbox, one letter a day, a calendar to subscribe to, and which of the day's runs are done."""
