/// How a certificate looks, on a screen and on paper.
enum CertificateStyle {
    static let css = """
        :root { --text: #172033; --quiet: #5b667c; --line: #d9e0ea; --accent: #2f5fdc; }
        * { box-sizing: border-box; }
        body { max-width: 52rem; margin: 0 auto; padding: 2rem 1.5rem 3rem; background: #fff; color: var(--text);
          font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
          font-variant-numeric: tabular-nums; }
        header { border-bottom: 2px solid var(--text); padding-bottom: .6rem; }
        header p, .quiet, figcaption { color: var(--quiet); font-size: .87rem; margin: .3rem 0 0; }
        h1 { font-size: 1.7rem; line-height: 1.2; margin: 0; }
        h2 { font-size: 1.05rem; margin: 1.8rem 0 .5rem; }
        h3 { font-size: .9rem; margin: 0; color: var(--quiet); }
        p { margin: .2rem 0; }
        ul { margin: 0; padding-left: 1.2rem; }
        li { margin: .25rem 0; }
        .verdict { margin-top: 1.2rem; padding: .9rem 1.2rem; border-radius: .6rem; border-left: .5rem solid; }
        .verdict h2 { margin: 0; font-size: 1.25rem; }
        .met { background: #e4f5ec; border-color: #127a45; }
        .adopt, .open { background: #fdf3dc; border-color: #b57500; }
        .cards { display: grid; grid-template-columns: repeat(3, 1fr); gap: .8rem; }
        .card { border: 1px solid var(--line); border-radius: .6rem; padding: .8rem 1rem; }
        .number { font-size: 1.6rem; font-weight: 650; line-height: 1.25; }
        table { width: 100%; border-collapse: collapse; font-size: .86rem; }
        th, td { text-align: left; vertical-align: top; padding: .32rem .8rem .32rem 0; overflow-wrap: anywhere;
          border-top: 1px solid var(--line); }
        tbody th { font-weight: 500; width: 36%; }
        .wide tbody th { width: auto; min-width: 6rem; }
        thead th { border-top: 0; color: var(--quiet); font-weight: 600; }
        figure { margin: 0; }
        svg { width: 100%; height: auto; display: block; }
        .grid { stroke: var(--line); fill: none; }
        .target { stroke: #b57500; stroke-dasharray: 5 4; fill: none; }
        .curve { stroke: var(--accent); stroke-width: 2.5; fill: none; stroke-linejoin: round; }
        .present { fill: var(--text); }
        .proposed { fill: none; stroke: var(--text); stroke-width: 2; }
        .label { font-size: 12px; fill: var(--quiet); }
        .title { font-size: 13px; fill: var(--text); }
        .note { font-size: 12px; fill: #8f5a00; }
        @media print {
          body { max-width: none; padding: 0; font-size: 10.5pt; }
          section, figure, tr { break-inside: avoid; }
          h2 { break-after: avoid; }
          .verdict, .card { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }
        @media (max-width: 40rem) { .cards { grid-template-columns: 1fr; } }
        """
}
