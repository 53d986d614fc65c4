using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Tasks.Tabular;

namespace Enas.Extension.Tests.Rank;

/// <summary>The share of a table that is worse; 0 for what it does not have.</summary>
public sealed class RankEvaluator(Measure measure, ResultTable table) : IEvaluator
{
    public bool IsFinal => true;

    public Evaluated Evaluate(Architecture architecture, long step, int ordinal) => Score(architecture);

    public Evaluated Score(Architecture architecture) => new(new Measurement(measure, table.Find(architecture) is { } found
        ? table.Rows.Count(row => row.Values[0] < found.Values[0]) / (double)table.Rows.Count : 0), []);
}
