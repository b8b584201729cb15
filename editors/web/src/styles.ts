// CodeMirror's styles without a <style> element, which the page's security policy forbids.

import { StyleModule } from "style-mod";

const sheets = new Map<StyleModule, CSSStyleSheet>();

function sheetOf(module: StyleModule): CSSStyleSheet {
    let sheet = sheets.get(module);
    if (!sheet) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(module.getRules());
        sheets.set(module, sheet);
    }
    return sheet;
}

/** Make CodeMirror use constructed style sheets. It does so by itself only in a shadow root. */
export function useConstructedStyles(): void {
    StyleModule.mount = (root, modules) => {
        const wanted = [modules].flat().map(sheetOf);
        const others = root.adoptedStyleSheets.filter((sheet) => !wanted.includes(sheet));
        root.adoptedStyleSheets = [...others, ...wanted];
    };
}
