"""The pattern of an e-mail address, shared by every form and schema."""

ATOM = r"[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
# HTML's pattern for e-mail inputs, with a dot in the domain and none at the ends of a part.
ADDRESS = rf"^{ATOM}(?:\.{ATOM})*@{LABEL}(?:\.{LABEL})+$"
