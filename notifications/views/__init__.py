"""Pages about news: the list and the bell, what one chooses to hear, links that stop mails."""
