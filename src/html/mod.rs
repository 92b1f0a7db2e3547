//! HTML message bodies to the text that the reader saw.
