"""Files are judged in a child process, images drawn anew, PDFs cleaned."""
