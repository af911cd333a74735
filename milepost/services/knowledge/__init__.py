"""Knowledge: answers that people of the company add while the bot runs."""
