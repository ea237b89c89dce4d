"""What the figures must reach."""

Figures = dict[str, float]

TARGETS: dict[str, tuple[float, bool]] = {
    "overhead_cpu_ms_per_order": (10, True),
    "draft_orders_per_s": (2000, False),
    "limit_use_1_worker": (0.97, False),
    "limit_use_2_workers": (0.97, False),
    "limit_blocks": (0, True),
    "fairness_min_over_mean": (0.8, False),
    "book_documents_per_s": (60, False),
    "cold_start_s": (3, True),
    "worker_rss_mb": (200, True),
    "list_page_p95_ms": (150, True),
    "list_page_queries": (15, True),
    "month_calls_per_document": (1.2, True),
    "month_quota_share": (1, True),
    "month_blocks": (0, True),
    "month_waiting": (0, True),
}
"""By name: the target, and whether less is better. A figure without a target is only shown."""


def target_of(name: str) -> str:
    """In words; empty where there is none."""
    if name not in TARGETS:
        return ""
    target, less = TARGETS[name]
    return f"at {'most' if less else 'least'} {target:,g}"


def missed(figures: Figures) -> list[str]:
    """Names of the figures that miss their target; what was never measured misses none."""
    return [
        name
        for name, (target, less) in TARGETS.items()
        if name in figures and (figures[name] > target if less else figures[name] < target)
    ]
