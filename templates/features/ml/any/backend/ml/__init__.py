"""Model serving: predictions of ONNX models, and text completions."""
