namespace Enas.Pipeline.Strategies;

/// <summary>An evaluation that will be asked for.</summary>
/// <param name="Tokens">The architecture as its token string, in the form of the log.</param>
/// <param name="Rung">Its number, from 0.</param>
/// <param name="Steps">Steps of training; null for what the job says.</param>
public sealed record ExpectedEvaluation(string Tokens, int Rung = 0, long? Steps = null)
{
    /// <summary>Children that were recorded before it was proposed: what a rule may compare it with; null for none.</summary>
    public int? Known { get; init; }
}
