// Smooth curves through given points.

/* Catmull-Rom through points of any dimension; a point repeated makes a corner. */
export function curve(points, steps = 24) {
    const out = [];
    for (let i = 0; i < points.length - 1; i++) {
        const p0 = points[Math.max(0, i - 1)], p1 = points[i], p2 = points[i + 1], p3 = points[Math.min(points.length - 1, i + 2)];
        for (let k = 0; k < steps; k++) {
            const t = k / steps;
            out.push(p1.map((_, d) => 0.5 * (2 * p1[d] + (p2[d] - p0[d]) * t
                + (2 * p0[d] - 5 * p1[d] + 4 * p2[d] - p3[d]) * t * t
                + (3 * p1[d] - p0[d] - 3 * p2[d] + p3[d]) * t * t * t)));
        }
    }
    out.push(points[points.length - 1]);
    return out;
}

/* The same curve with points evenly spaced. */
export function even(points, spacing) {
    const out = [points[0]];
    let last = points[0];
    for (const p of points.slice(1)) {
        let gap = Math.hypot(...p.map((c, d) => c - last[d]));
        while (gap >= spacing) {
            last = last.map((c, d) => c + ((p[d] - c) * spacing) / gap);
            out.push(last);
            gap = Math.hypot(...p.map((c, d) => c - last[d]));
        }
    }
    return out;
}
