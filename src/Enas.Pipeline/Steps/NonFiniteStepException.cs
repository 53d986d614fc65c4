namespace Enas.Pipeline.Steps;

/// <summary>A loss, gradient or reward is not finite: the step fails as a recorded fact and its update is not applied.</summary>
/// <param name="reason">Stable kebab-case reason, a fact.</param>
/// <param name="message">For people.</param>
public sealed class NonFiniteStepException(string reason, string message) : Exception(message)
{
    /// <summary>Stable kebab-case reason.</summary>
    public string Reason { get; } = reason;
}
