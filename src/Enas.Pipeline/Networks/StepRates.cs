using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Networks;

/// <summary>
/// What the learning rate does from step to step (docs/algorithms.md#warm-up-and-annealing), the same for images and text: it rises
/// over the first steps (Goyal et al. 2017), and in a training of a number of steps it then falls along half a cosine (Loshchilov and
/// Hutter 2017).
/// </summary>
internal static class StepRates
{
    /// <summary>What the rate is multiplied by in a step, counted from 0: (step + 1) / W in the first W steps, then 1.</summary>
    /// <param name="warmUpSteps">W; 0 for none.</param>
    public static double WarmUp(long step, int warmUpSteps) => step < warmUpSteps ? (step + 1.0) / warmUpSteps : 1;

    /// <summary>
    /// The rate in a step of a training of S steps: after W steps of warm-up min + (max - min)/2 (1 + cos(π (step - W + 1) / (S - W))), so
    /// that the last step of the warm-up has the maximum and the last of all the minimum; steps after it keep that.
    /// </summary>
    /// <param name="maximum">The rate after the warm-up.</param>
    /// <param name="minimum">The rate of the last step.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="warmUpSteps">W, less than S.</param>
    /// <param name="steps">S.</param>
    public static double Annealed(double maximum, double minimum, long step, int warmUpSteps, int steps)
    {
        if (step < warmUpSteps)
        {
            return maximum * WarmUp(step, warmUpSteps);
        }

        if (step >= steps)
        {
            return minimum;
        }

        var progress = (step - warmUpSteps + 1.0) / (steps - warmUpSteps);
        return minimum + ((maximum - minimum) / 2 * (1 + ExactMath.Cos(Math.PI * progress)));
    }
}
