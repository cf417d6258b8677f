"""The parts of an .xlsx that say nothing of its rows."""

from xml.sax.saxutils import quoteattr

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SCHEMAS = "http://schemas.openxmlformats.org/"
MAIN = f'xmlns="{SCHEMAS}spreadsheetml/2006/main"'
RELATION = f"{SCHEMAS}officeDocument/2006/relationships"
RELATIONS = f'<Relationships xmlns="{SCHEMAS}package/2006/relationships">'
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
FORBIDDEN = "[]:*?/\\'"  # in the name of a tab

# Number format, font and what else, in the order in which export.py counts them: plain, bold, quoted, whole number,
# decimals, day, time
STYLES = "".join(
    f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="0" xfId="0"{more}/>'
    for number, font, more in (
        (0, 0, ""),
        (0, 1, ' applyFont="1"'),
        (0, 0, ' quotePrefix="1"'),
        (3, 0, ' applyNumberFormat="1"'),
        (4, 0, ' applyNumberFormat="1"'),
        (164, 0, ' applyNumberFormat="1"'),
        (165, 0, ' applyNumberFormat="1"'),
    )
)
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{SCHEMAS}package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}styles+xml"/></Types>',
    "_rels/.rels": f'{RELATIONS}<Relationship Id="r1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/_rels/workbook.xml.rels": f'{RELATIONS}<Relationship Id="r1" Type="{RELATION}/worksheet" '
    f'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{RELATION}/styles" Target="styles.xml"/>'
    "</Relationships>",
    "xl/styles.xml": f'<styleSheet {MAIN}><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><fonts count="2">'
    '<font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="7">{STYLES}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


def book(name: str) -> str:
    """The workbook with its one tab, whose name Excel accepts."""
    tab = quoteattr("".join("_" if sign in FORBIDDEN else sign for sign in name)[:31] or "1")
    return (
        f'<workbook {MAIN} xmlns:r="{RELATION}"><sheets><sheet name={tab} sheetId="1" r:id="r1"/></sheets></workbook>'
    )
