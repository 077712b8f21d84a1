/**
 * What a panel that is no chart is to the player (see ui/timeline/content.py). A kind is a file in this folder, called as
 * its content in Python is, in small letters: it makes such a panel once, which then shows one stage of one sample after
 * the other.
 */

/**
 * @typedef {{show: (stage: number, chosen: number, marked: number) => void}} Shown the sample that was chosen, and the
 *   one whose numbers are shown: it or, for a while, the one below the mouse
 * @typedef {{fill: (template: string) => string, scalar: (name: string, sample: number) => number,
 *   token: () => string, now: (name: string) => number,
 *   samples: () => number[], choose: (sample: number) => void, goTo: (stage: number) => void, mark: (sample: number) => void}} Numbers what a panel may ask its player
 * @typedef {(place: HTMLElement, content: any, numbers: Numbers) => Shown} Kind
 */

export {};
