"""What an e-mail address looks like, whoever asks for one."""

ATOM = r"[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
# The pattern of HTML's e-mail field, with a dot in the domain and none at the ends of a part.
ADDRESS = rf"^{ATOM}(?:\.{ATOM})*@{LABEL}(?:\.{LABEL})+$"
