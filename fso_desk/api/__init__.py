"""How the API of all rooms is served: who is let in, how refusals look, where its addresses and its description stand."""
