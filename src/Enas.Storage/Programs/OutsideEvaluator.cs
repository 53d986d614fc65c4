using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;

namespace Enas.Storage.Programs;

/// <summary>Who evaluates the architectures of a search where Enas does not.</summary>
internal static class OutsideEvaluator
{
    /// <summary>A program that is run for each, or whoever asks for them and tells.</summary>
    /// <param name="search">The search.</param>
    public static IChildTrainer Of(ProgramSurroundings search) =>
        search.Job.Evaluator.IsByCommand ? new ProgramTrainer(search) : new ToldEvaluator(search);
}
