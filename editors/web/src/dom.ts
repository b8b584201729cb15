// Helpers to build elements. Text is always set as text, never as HTML.

type Child = Node | string | null | undefined | false;

type Attributes = Record<string, string | boolean | EventListener | undefined>;

export function el<K extends keyof HTMLElementTagNameMap>(
    tag: K,
    attributes: Attributes = {},
    ...children: Child[]
): HTMLElementTagNameMap[K] {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (typeof value === "function") {
            element.addEventListener(name, value);
        } else if (value === true) {
            element.setAttribute(name, "");
        } else if (typeof value === "string") {
            element.setAttribute(name, value);
        }
    }
    element.append(...children.filter((child): child is Node | string => Boolean(child)));
    return element;
}

export function byId<E extends HTMLElement>(id: string): E {
    const element = document.getElementById(id);
    if (!element) {
        throw new Error(`the page has no #${id}`);
    }
    return element as E;
}

/** Replace an element's children, and keep the focus on the control with the same data-key. */
export function replaceChildren(parent: HTMLElement, ...children: Child[]): void {
    const active = document.activeElement;
    const key = active instanceof HTMLElement && parent.contains(active) ? active.dataset.key : null;
    parent.replaceChildren(...children.filter((child): child is Node | string => Boolean(child)));
    if (key) {
        parent.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
    }
}

export function plural(count: number, one: string, many = `${one}s`): string {
    return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
