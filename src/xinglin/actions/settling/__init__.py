"""Settlement at the window: a member's claim is reckoned, kept once, and can be reversed."""
