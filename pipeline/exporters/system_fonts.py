"""Where systems keep the fonts that do not ship with Polyleaf.

Imports nothing: ``project.unchanged`` looks there too.
"""

CJK_FOLDERS = (
    "/usr/share/fonts/opentype/noto",  # Debian and Ubuntu: fonts-noto-cjk; holds nothing else
    "/usr/share/fonts/google-noto-cjk",  # Fedora
    "/usr/share/fonts/google-noto-sans-cjk-fonts",  # Fedora
    "/usr/share/fonts/noto-cjk",  # Arch, Alpine
)
