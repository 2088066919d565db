"""The questions, their answers, and the constraints between them."""
