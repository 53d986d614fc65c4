using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Evaluation;

/// <summary>Who is stopped as hopeless, by the options of a job.</summary>
internal sealed class StopRules(EvaluatorOptions options)
{
    /// <summary>The rule of a child.</summary>
    /// <param name="known">The results that it may be compared with.</param>
    public IStopRule? Of(IReadOnlyList<ProgramResult> known) => options.StopRule switch
    {
        EvaluatorOptions.MedianStop => new MedianStop(options, known),
        EvaluatorOptions.HalvingStop => new HalvingStop(options, known),
        _ => null,
    };
}
