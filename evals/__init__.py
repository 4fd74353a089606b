"""How good is it? The coder on development gold, scored, beside published figures, held to pinned floors."""
