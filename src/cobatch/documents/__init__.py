"""Files by digest, and electronic signatures."""
