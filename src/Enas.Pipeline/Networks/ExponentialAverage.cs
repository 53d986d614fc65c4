using System.Globalization;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Networks;

/// <summary>
/// The weights of a training averaged exponentially, a_t = d a_(t-1) + (1 - d) w_t from a_0 = 0, divided by the sum of its weights, 1 -
/// d^t, so that it is an average from the first step on (docs/algorithms.md#averaged-weights). Kept in the divided form, which moves
/// towards w_t by (1 - d) / (1 - d^t). Running statistics of batch norm are averaged alike: they belong to the weights of their step.
/// </summary>
/// <param name="average">Where the average is kept; owned by the caller.</param>
/// <param name="decay">d in (0, 1).</param>
internal sealed class ExponentialAverage(ImageModel average, double decay)
{
    private const string StepsKey = "final/averaged-steps";
    private const string Prefix = "average/";

    private long _steps;

    /// <summary>The network with the averaged weights.</summary>
    public ImageModel Model => average;

    /// <summary>Takes note of the weights after a step.</summary>
    public void Observe(ImageModel trained)
    {
        _steps++;
        average.MoveTowards(trained, (float)((1 - decay) / (1 - ExactMath.Pow(decay, _steps))));
    }

    /// <summary>Saves it into the section of the training.</summary>
    public void Save(CheckpointSection to)
    {
        to.Add(StepsKey, _steps.ToString(CultureInfo.InvariantCulture));
        to.Add(average.ExportNetwork(Prefix));
    }

    /// <summary>Restores it.</summary>
    public void Load(CheckpointSection from)
    {
        _steps = long.Parse(from.Text(StepsKey), CultureInfo.InvariantCulture);
        average.ImportNetwork(Prefix, from.Tensors);
    }
}
