using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;

namespace Enas.Extension.Tests.Tally;

/// <summary>Counts one option.</summary>
public sealed class TallyEvaluator(Measure measure, int wanted) : IEvaluator
{
    public bool IsFinal => true;

    public Evaluated Evaluate(Architecture architecture, long step, int ordinal) => Score(architecture);

    public Evaluated Score(Architecture architecture) => new(
        new Measurement(measure, architecture.Values.Count(value => value == wanted) / (double)architecture.Values.Count), []);
}
