using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Tasks.Tabular;

namespace Enas.Pipeline.Evaluators.Table;

/// <summary>Looks values up in a table of measured results.</summary>
internal sealed class TableEvaluator : IEvaluator
{
    /// <summary>Why a step fails whose architecture the table does not have.</summary>
    public const string NotInTable = "not-in-table";

    private const int RewardColumn = 0;
    private const int TestColumn = 1;

    private readonly ResultTable _table;
    private readonly Measure _measure;
    private readonly double _unit;

    /// <summary>An evaluator over a table whose first column are rewards and whose second, if it has one, are tests.</summary>
    /// <param name="measure">What its numbers are.</param>
    /// <param name="unit">What one of its numbers is worth: 100 where accuracies are written in percent.</param>
    public TableEvaluator(ResultTable table, Measure measure, double unit) => (_table, _measure, _unit) = (table, measure, unit);

    /// <summary>The evaluator of a job over its table.</summary>
    public static TableEvaluator Of(ResultTable table, JobOptions job, Measure measure) => new(table, measure, UnitOf(job));

    /// <summary>What one of the numbers of a job's table is worth: 100 where accuracies are written in percent.</summary>
    public static double UnitOf(JobOptions job) => job.Own.Text("evaluator.unit") == "percent" ? 100.0 : 1;

    /// <inheritdoc />
    public bool IsFinal => true;

    /// <inheritdoc />
    public Evaluated Evaluate(Architecture architecture, long step, int ordinal) => Score(architecture);

    /// <inheritdoc />
    public Evaluated Score(Architecture architecture) => new(Value(architecture, RewardColumn), []);

    /// <inheritdoc />
    public Measurement? Test(Architecture architecture) => _table.Columns.Count > TestColumn ? Value(architecture, TestColumn) : null;

    /// <summary>The best that the table holds of what a choice is judged by: the test where there is one, else
    /// the reward's measure.</summary>
    public (Architecture Architecture, Measurement Value) Best
    {
        get
        {
            var column = _table.Columns.Count - 1;
            var row = _table.Best(column, _measure.Direction == MeasureDirection.Higher);
            return (row.Architecture, new Measurement(_measure, row.Values[column] / _unit));
        }
    }

    private Measurement Value(Architecture architecture, int column) => _table.Find(architecture) is { } row
        ? new(_measure, row.Values[column] / _unit)
        : throw new NonFiniteStepException(NotInTable, $"{architecture} is not in the table");
}
