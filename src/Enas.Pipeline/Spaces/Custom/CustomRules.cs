using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.Outside;

namespace Enas.Pipeline.Spaces.Custom;

/// <summary>What the options of a space of one's own must fulfil together.</summary>
internal static class CustomRules
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<JobRule> All { get; } =
    [
        new(["space.decisions"], job => CustomModule.SpaceOf(job).Decisions.Count == 0
            ? "is empty; name at least one decision, as in [{\"name\": \"layers\", \"kind\": \"integer\", \"low\": 1, \"high\": 4}]"
            : null),
        .. OutsideRules.Of(CustomModule.SpaceOf),
    ];
}
