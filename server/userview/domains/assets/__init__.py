"""Pictures and fonts of mirrored pages: uploaded by the visitor's browser, shown to agents by a signed address."""
