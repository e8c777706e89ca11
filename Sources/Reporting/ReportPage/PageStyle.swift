/// The style sheet of report pages: one column, one accent, both themes, phones and paper.
enum PageStyle {
    static let text = """
        :root { color-scheme: light dark; --ground: #ffffff; --raised: #f5f7f9; --ink: #1b1f24; --muted: #57606a;
          --rule: #d5dae0; --accent: #005a9c; }
        @media screen and (prefers-color-scheme: dark) { :root { --ground: #14181d; --raised: #1d232a; --ink: #e6e9ed;
          --muted: #a3abb3; --rule: #38404a; --accent: #7cbcf0; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, -apple-system,
          "Segoe UI", Arial, "Liberation Sans", "DejaVu Sans", sans-serif; }
        header, main { max-width: 56rem; margin: 0 auto; padding: 0 1.25rem; }
        header { padding-top: 2.5rem; border-top: 4px solid var(--accent); max-width: none; }
        .kicker { color: var(--accent); font-weight: 600; }
        h1 { font-size: clamp(1.5rem, 4vw, 2.2rem); line-height: 1.2; margin-top: .3rem; margin-bottom: .6rem;
          overflow-wrap: anywhere; }
        h2 { font-size: 1.35rem; margin: 3rem 0 1rem; padding-top: 1rem; border-top: 1px solid var(--rule); }
        h3 { font-size: .95rem; color: var(--muted); font-weight: 600; margin: 1.4rem 0 .6rem; }
        p { margin: .6rem 0; }
        header > h1, header > p { max-width: 53.5rem; margin-left: auto; margin-right: auto; }
        .note { color: var(--muted); font-size: .875rem; }
        .warning { border-left: 4px solid #b3261e; padding: .4rem .8rem; background: var(--raised); }
        .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .75rem; margin: 0; }
        .card { background: var(--raised); border: 1px solid var(--rule); border-radius: .5rem; padding: .8rem 1rem; }
        .card dt { color: var(--muted); font-size: .875rem; } .card dd { margin: 0; }
        .card data { display: block; font-size: 1.6rem; font-weight: 600; line-height: 1.3;
          font-variant-numeric: tabular-nums; }
        figure { margin: 1.8rem 0 2.6rem; } figcaption { color: var(--muted); font-size: .9rem; margin-top: .6rem; }
        figcaption strong { color: var(--ink); }
        details { margin: .6rem 0; } summary { cursor: pointer; color: var(--accent); font-size: .9rem; }
        .wide { overflow-x: auto; margin: 1rem 0; }
        table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; min-width: 100%; }
        caption { text-align: left; color: var(--muted); padding-bottom: .4rem; }
        th, td { padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--rule); text-align: right;
          vertical-align: top; }
        table:not(.words) td { white-space: nowrap; }
        th:first-child, .words td { text-align: left; } thead th { font-weight: 600; } tbody th { font-weight: 400; }
        pre { background: var(--raised); border: 1px solid var(--rule); border-radius: .5rem; padding: .8rem 1rem;
          overflow-x: auto; font: .8rem/1.45 ui-monospace, "DejaVu Sans Mono", "Liberation Mono", monospace; }
        a { color: var(--accent); } :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        .skip { position: absolute; left: -100rem; } .skip:focus { left: 1rem; top: .5rem; background: var(--ground);
          padding: .5rem; }
        main { padding-bottom: 4rem; }
        @media print { body { font-size: 10.5pt; } header { padding-top: 0; border: 0; } h2 { margin-top: 1.6rem; }
          figure, .card, tr { break-inside: avoid; } h2, h3 { break-after: avoid; } summary { color: var(--ink); }
          pre { white-space: pre-wrap; } .skip { display: none; } }

        """
}
