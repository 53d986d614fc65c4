namespace Enas.Pipeline.Measures;

/// <summary>How a measurement becomes a reward, of which more is better. The one formula that run, replay, choice
/// and report call.</summary>
public interface IObjective
{
    /// <summary>The reward of a measurement.</summary>
    double Reward(Measurement measurement);
}
