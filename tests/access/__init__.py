"""Who reaches what: every address x role x method, and the promises that hold for all of them at once."""
