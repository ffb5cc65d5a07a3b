"""Descriptions of printers as their makers write them, cut to what decides size and place."""

from pathlib import Path

A4, A5, LETTER = ("A4", 595, 842), ("A5", 420, 595), ("Letter", 612, 792)
RASTER = "application/vnd.cups-raster application/vnd.cups-raster 0 -"
PDF = "application/vnd.cups-pdf application/pdf 0 -"
Sheet = tuple[str, float, float]


def ppd(
    name: str,
    sheets: list[Sheet],
    margins: tuple[float, float, float, float],
    *,
    dpi: int = 300,
    output: str = RASTER,
    custom: tuple[float, float, float, float] | None = None,
    colour: bool = False,
) -> str:
    """Return a PPD. `margins`: left, bottom, right, top in points. `custom`: the least and the largest width and
    height in points. A raster is 1-bit unless `colour`."""
    left, bottom, right, top = margins
    lines = [
        '*PPD-Adobe: "4.3"',
        '*FormatVersion: "4.3"',
        '*FileVersion: "1.0"',
        "*LanguageVersion: English",
        "*LanguageEncoding: ISOLatin1",
        f'*PCFileName: "{name[:8].upper()}.PPD"',
        '*Manufacturer: "Test"',
        f'*Product: "({name})"',
        f'*ModelName: "{name}"',
        f'*ShortNickName: "{name}"',
        f'*NickName: "{name}"',
        '*PSVersion: "(3010.000) 0"',
        '*LanguageLevel: "3"',
        f"*ColorDevice: {colour}",
        f"*DefaultColorSpace: {'RGB' if colour else 'Gray'}",
        "*FileSystem: False",
        '*Throughput: "1"',
        "*LandscapeOrientation: Plus90",
        "*TTRasterizer: Type42",
        f'*cupsFilter2: "{output}"',
        f"*DefaultResolution: {dpi}dpi",
        "*cupsModelNumber: 0",
        "*cupsManualCopies: True",
    ]
    space, bits = (1, 8) if colour else (3, 1)
    setup = (
        f"<</HWResolution[{dpi} {dpi}]/cupsColorSpace {space}/cupsBitsPerColor {bits}/cupsColorOrder 0>>setpagedevice"
    )
    lines += [
        "*OpenUI *Resolution/Resolution: PickOne",
        "*OrderDependency: 10 AnySetup *Resolution",
        f"*DefaultResolution: {dpi}dpi",
        f'*Resolution {dpi}dpi/{dpi} dpi: "{setup}"',
        "*CloseUI: *Resolution",
    ]
    for key in ("PageSize", "PageRegion"):
        lines += [
            f"*OpenUI *{key}/{key}: PickOne",
            f"*OrderDependency: 10 AnySetup *{key}",
            f"*Default{key}: {sheets[0][0]}",
        ]
        lines += [
            f'*{key} {code}/{code}: "<</PageSize[{width} {height}]/ImagingBBox null>>setpagedevice"'
            for code, width, height in sheets
        ]
        lines += [f"*CloseUI: *{key}"]
    lines += [f"*DefaultImageableArea: {sheets[0][0]}", f"*DefaultPaperDimension: {sheets[0][0]}"]
    for code, width, height in sheets:
        lines += [
            f'*ImageableArea {code}/{code}: "{left} {bottom} {width - right} {height - top}"',
            f'*PaperDimension {code}/{code}: "{width} {height}"',
        ]
    if custom:
        least_width, least_height, most_width, most_height = custom
        lines += [
            f'*MaxMediaWidth: "{most_width}"',
            f'*MaxMediaHeight: "{most_height}"',
            f"*HWMargins: {left} {bottom} {right} {top}",
            "*VariablePaperSize: True",
            '*CustomPageSize True: "pop pop pop <</PageSize[5 -2 roll]/ImagingBBox null>>setpagedevice"',
            f"*ParamCustomPageSize Width: 1 points {least_width} {most_width}",
            f"*ParamCustomPageSize Height: 2 points {least_height} {most_height}",
            "*ParamCustomPageSize WidthOffset: 3 points 0 0",
            "*ParamCustomPageSize HeightOffset: 4 points 0 0",
            "*ParamCustomPageSize Orientation: 5 int 0 1",
        ]
    lines += ["*DefaultFont: Courier", '*Font Courier: Standard "(1.05)" Standard ROM', f"*% End of {name}"]
    return "\n".join(lines) + "\n"


def without(text: str, *keys: str) -> str:
    """Return a PPD without the lines of these keys and of their defaults."""
    heads = tuple(f"*{head}{key}" for key in keys for head in ("", "Default"))
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(heads))


SOUND = ppd("sound", [A4], (12, 12, 12, 12))
MM = 72 / 25.4
SHIPPED = {
    "shipped-pdf": "Generic-PDF_Printer-PDF",
    "shipped-hp": "HP-Color_LaserJet_CM3530_MFP-PDF",
    "shipped-fuji": "Fuji_Xerox-DocuPrint_CM305_df-PDF",
    "shipped-pcl": "pxlmono",
}
"""Makers' own descriptions, which cups-filters brings."""
PPDS = {
    "pdf": ppd("pdf", [A4, A5, LETTER], (0, 0, 0, 0), output=PDF),
    "generic": ppd("generic", [A4, LETTER, A5], (18, 18, 18, 18), output=PDF),
    "pcl": ppd("pcl", [LETTER, A4, ("A5", 421, 595)], (18, 12, 18, 12), dpi=600),
    "hp": ppd("hp", [A4, LETTER], (12, 12, 12, 12), dpi=600),
    "fuji": ppd("fuji", [A4, ("A3", 842, 1191), ("B5", 516, 729)], (11.6, 11.6, 11.6, 11.6), dpi=600),
    "thermal80": ppd(
        "thermal80",
        [("X80MMY297MM", 80 * MM, 297 * MM), ("X80MMY200MM", 80 * MM, 200 * MM)],
        (4 * MM, 0, 4 * MM, 0),
        dpi=203,
    ),
    "thermal72": ppd(
        "thermal72", [("X72MMY200MM", 72 * MM, 200 * MM), ("X72MMY3276MM", 72 * MM, 3276 * MM)], (0, 0, 0, 0), dpi=203
    ),
    "thermal58": ppd("thermal58", [("X58MMY210MM", 58 * MM, 210 * MM)], (5 * MM, 0, 5 * MM, 0), dpi=203),
    "thermalany": ppd(
        "thermalany",
        [("X80MMY297MM", 80 * MM, 297 * MM)],
        (4 * MM, 0, 4 * MM, 0),
        dpi=203,
        custom=(100, 100, 80 * MM + 1, 3000),
    ),
    "custom": ppd("custom", [A4], (12, 12, 12, 12), output=PDF, custom=(72, 72, 612, 2000)),
    "huge": ppd("huge", [("Huge", 9e6, 9e6)], (12, 12, 12, 12)),
    "negative": ppd("negative", [A4, ("Back", -595, 842)], (-20, -20, -20, -20)),
    "inverted": ppd("inverted", [A4], (500, 700, 500, 700)),
    "noarea": without(SOUND, "ImageableArea"),
    "nodimensions": without(SOUND, "PaperDimension"),
    "nosizes": without(SOUND, "ImageableArea", "PaperDimension", "PageSize", "PageRegion"),
    "words": SOUND.replace('"595 842"', '"wide high"'),
    "truncated": SOUND[:600],
    "onezero": ppd("onezero", [("Nothing", 0, 0), A4], (12, 12, 12, 12)),
    "negativecustom": ppd("negativecustom", [A4], (12, 12, 12, 12), custom=(-100, -100, -5, -5)),
    "anything": ppd("anything", [("Thin", 1, 842)], (12, 12, 12, 12), custom=(0, 0, 9e6, 9e6)),
    "absurd": ppd("absurd", [("Nothing", 0, 0), ("Huge", 9e6, 9e6), ("Thin", 1, 842)], (500, 500, 500, 500)),
    "rejecting": ppd("rejecting", [A4, A5], (12, 12, 12, 12), output=PDF),
    "stopped": ppd("stopped", [A4, A5], (12, 12, 12, 12), output=PDF),
    "pausing": ppd("pausing", [A4, A5], (12, 12, 12, 12), output=PDF),
    "aborting": ppd("aborting", [A4, A5], (12, 12, 12, 12), output=PDF),
}


def every_ppd(folder: Path = Path("/usr/share/ppd/cupsfilters")) -> dict[str, str]:
    """Return all descriptions by the name of their queue; the shipped ones send PDF to the device."""
    found = dict(PPDS)
    for name, file in SHIPPED.items():
        if (path := folder / f"{file}.ppd").exists():
            lines = path.read_text("latin-1").splitlines()
            own = [line for line in lines if not line.startswith("*cupsFilter")]
            found[name] = "\n".join([*own, f'*cupsFilter2: "{PDF}"', ""])
    return found
