using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Steps;

namespace Enas.Extension.Tests.Staircase;

/// <summary>How near stairs come to the ceiling without hitting it. Those that leap first fall.</summary>
public sealed class StaircaseEvaluator(double ceiling) : IEvaluator
{
    private static readonly double[] s_rises = [-0.5, 0.1, 0.7, 1.4];

    public bool IsFinal => true;

    public Evaluated Evaluate(Architecture architecture, long step, int ordinal) => Score(architecture);

    public Evaluated Score(Architecture architecture) => new(new Measurement(Measure.Accuracy, ValueOf(architecture)), []);

    public Measurement? Test(Architecture architecture) => new(Measure.Accuracy, 0.9 * ValueOf(architecture));

    private double ValueOf(Architecture architecture)
    {
        if (architecture.Values[0] == s_rises.Length - 1)
        {
            throw new NonFiniteStepException("fallen", $"{architecture} falls at its first step");
        }

        var height = architecture.Values.Sum(value => s_rises[value]);
        return height > ceiling ? 0 : 1 / (1 + (ceiling - height));
    }
}
