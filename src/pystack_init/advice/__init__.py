"""Which stack fits, and why: the claims of five articles as data, and the sums over them."""
