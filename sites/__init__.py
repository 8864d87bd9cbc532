"""The boundary of visibility: clients, their sites and people, and who of the firm serves them."""
