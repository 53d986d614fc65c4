using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.Outside;

namespace Enas.Pipeline.Spaces.Custom;

/// <summary>The options of jobs with a space of their own.</summary>
internal static class CustomRows
{
    /// <summary>Decisions to start from.</summary>
    public const string Example = """
        [{"name":"optimiser","kind":"category","options":["sgd","adam"]},{"name":"layers","kind":"integer","low":1,"high":4,"step":1},
        {"name":"rate","kind":"number","low":0.0001,"high":0.1,"count":7,"scale":"log"},{"name":"bias","kind":"bit"},
        {"name":"momentum","kind":"number","low":0,"high":0.9,"count":4,"scale":"linear","when":{"optimiser":["sgd"]}}]
        """;

    /// <summary>The rows under a strategy.</summary>
    public static IReadOnlyList<JobOption> Of(TableContext context) => OutsideRows.Of(context, [Decisions], []);

    private static JobOption Decisions => new JobOption
    {
        Key = "space.decisions",
        Type = JobOptionType.Structure,
        Form = new CustomForm(),
        Default = "[]",
        Facts = JobFactScope.Search,
        Description = "What is chosen, a list of objects with \"name\" and \"kind\": category (\"options\"), integer (\"low\", \"high\", "
            + "and \"step\" or \"factor\"), number (\"low\", \"high\", \"count\", \"scale\": linear or log), bit, or earlier (an earlier "
            + "decision, \"among\" some, or one of \"inputs\"). \"when\" says with which options of earlier decisions it is open; \"part\" "
            + "what it belongs to.",
    }.AsOwn().AsShape();
}
