using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluators;

namespace Enas.Extension.Tests.Rank;

/// <summary>An evaluator of one's own over the table that a space has.</summary>
public sealed class RankKind : IEvaluatorKind
{
    public string Name => "rank";

    public string Summary => "how many architectures of the table are worse";

    public EvaluationMeans Needs => EvaluationMeans.Table;

    public bool WorksAlone => false;

    public IEvaluator Create(EvaluatorParts parts) => new RankEvaluator(parts.Measure, parts.Results!);
}
