using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces;

namespace Enas.Pipeline.Jobs;

/// <summary>
/// The tables of options, one for each kind of space. Reading, checking, the JSON schema, templates, <c>--explain</c>, the resolved job and
/// the facts all follow them, in their order. Defaults are those of the <c>paper</c> preset where it says something.
/// </summary>
public static partial class JobSchema
{
    /// <summary>The version of the job format that this program writes.</summary>
    public const int Version = 1;

    /// <summary>The file name under which templates expect <see cref="ToJsonSchema"/> beside them.</summary>
    public const string FileName = "enas-job.schema.json";

    private static readonly Lazy<JobTable[]> s_tables = new(() =>
    {
        CatalogSeal.Close();
        return
        [
            .. from space in SpaceCatalog.All
               from strategy in SpaceCatalog.StrategiesOf(space)
               select new JobTable(space, strategy, space.Options(SpaceCatalog.ContextOf(space, strategy))),
        ];
    });

    /// <summary>The tables, one for each space and each strategy that can search it.</summary>
    public static IReadOnlyList<JobTable> Tables => s_tables.Value;

    /// <summary>The table of the jobs of a space and a strategy; that of the space's first strategy where it cannot be searched by this
    /// one.</summary>
    public static JobTable Of(string spaceKind, string strategyKind) => Of(SpaceCatalog.Of(spaceKind), strategyKind);

    /// <summary>The table of a job.</summary>
    public static JobTable Of(JobOptions job) => Of(SpaceCatalog.Of(job), job.Strategy.Kind);

    /// <summary>The table of a module and a strategy; that of the module's first strategy where it cannot be searched by this
    /// one.</summary>
    public static JobTable Of(ISpaceModule space, string strategyKind) =>
        Tables.FirstOrDefault(table => table.Space == space && table.StrategyKind == strategyKind)
            ?? Tables.First(table => table.Space == space);
}
