// Surfaces by their fine structure: linen, canvas, felt, paper, oak. Each is a filter laid over a flat colour.

const kinds = {
    /* [frequency, seed offset, thread colour, gain, bias] twice: across and along */
    linen: [['0.035 0.55', 0, '0.16 0.12 0.08', 1.5, -0.72], ['0.55 0.035', 7, '0.16 0.12 0.08', 1.5, -0.72], ['0.6 0.05', 11, '1 1 0.96', 1.0, -0.50], ['0.05 0.6', 13, '1 1 0.96', 1.0, -0.50]],
    canvas: [['0.06 0.34', 0, '0.17 0.13 0.09', 1.5, -0.70], ['0.34 0.06', 5, '0.17 0.13 0.09', 1.5, -0.70], ['0.34 0.34', 9, '1 1 0.95', 1.1, -0.56]],
    felt: [['0.3 0.26', 0, '0.10 0.09 0.08', 1.2, -0.56], ['0.02 0.03', 3, '0.10 0.09 0.08', 0.45, -0.20], ['0.5 0.4', 8, '1 1 1', 1.1, -0.54]],
    paper: [['0.7 0.7', 0, '0.35 0.30 0.24', 0.5, -0.24], ['0.9 0.08', 4, '0.35 0.30 0.24', 0.3, -0.14]],
    wool: [['0.16 0.16', 0, '0.16 0.13 0.10', 1.8, -0.80], ['0.4 0.4', 6, '1 1 0.97', 1.5, -0.70]],
    oak: [['0.0022 0.07', 0, '0.34 0.20 0.08', 1.3, -0.54], ['0.009 0.42', 5, '0.26 0.14 0.05', 1.3, -0.66], ['0.0018 0.02', 9, '0.97 0.82 0.58', 1.0, -0.46]],
    boards: [['0.0009 0.028', 0, '0.36 0.21 0.09', 1.3, -0.52], ['0.0016 0.11', 5, '0.33 0.19 0.08', 1.2, -0.50], ['0.006 0.5', 9, '0.24 0.13 0.05', 1.3, -0.70]],
    darkBoards: [['0.0009 0.028', 0, '0.05 0.03 0.01', 1.3, -0.52], ['0.0016 0.11', 5, '0.05 0.03 0.01', 1.2, -0.50], ['0.006 0.5', 9, '0.04 0.02 0.01', 1.3, -0.70]],
    plaster: [['0.012 0.016', 0, '0.42 0.36 0.28', 0.8, -0.38], ['0.5 0.5', 2, '0.42 0.36 0.28', 0.5, -0.24]],
};

/* SVG that covers the rectangle with the texture, in whatever coordinates are current. */
export function texture(scene, kind, { x, y, width, height, seed = 1, strength = 1, size = 1 }) {
    return kinds[kind].map(([frequency, offset, colour, gain, bias]) => {
        const id = scene.id('t');
        const [r, g, b] = colour.split(' ');
        const scaled = frequency.split(' ').map((f) => Number((f / size).toFixed(5))).join(' ');
        scene.define(`<filter id="${id}" x="0" y="0" width="100%" height="100%" color-interpolation-filters="sRGB">`
            + `<feTurbulence type="fractalNoise" baseFrequency="${scaled}" numOctaves="3" seed="${seed + offset}"/>`
            + `<feColorMatrix values="0 0 0 0 ${r} 0 0 0 0 ${g} 0 0 0 0 ${b} ${gain} 0 0 0 ${bias}"/></filter>`);
        return `<rect x="${Math.floor(x)}" y="${Math.floor(y)}" width="${Math.ceil(width)}" height="${Math.ceil(height)}" filter="url(#${id})" opacity="${strength}"/>`;
    }).join('');
}
