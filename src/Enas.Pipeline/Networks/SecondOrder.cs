using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks;

/// <summary>The next weight step as a function of the mixture, for <see cref="SecondOrder"/>.</summary>
internal interface IUnrolledStep
{
    /// <summary>The weights that the step moves.</summary>
    IReadOnlyList<Tensor> Weights { get; }

    /// <summary>Tokens or images of the step.</summary>
    int Items { get; }

    /// <summary>Makes the step on <see cref="Weights"/> and on nothing else that is kept.</summary>
    /// <returns>ξ: how far a weight moves against its gradient, for each unit of it.</returns>
    double Make();

    /// <summary>Loss and gradient by the mixture on the validation data, with the weights as they are.</summary>
    /// <param name="weightGradients">The gradient by each of <see cref="Weights"/>, added to what is there.</param>
    MixtureGradient Validation(IReadOnlyList<float[]> weightGradients);

    /// <summary>The gradient by the mixture of what the step differentiates, with the weights as they are.</summary>
    float[] Training();
}

/// <summary>
/// The gradient of second order of DARTS (equations 7 and 8): with w' = w - ξ ∇w L_train(w, a), the derivative by a of
/// L_val(w'(a), a) is ∇a L_val(w', a) - ξ [∇a L_train(w+, a) - ∇a L_train(w-, a)] / 2ε, w± = w ± ε ∇w' L_val(w', a), ε = 0.01 / |∇w'
/// L_val|. The step is the one that training makes, momentum, decay and clipping included; the factor of clipping counts as a constant.
/// </summary>
internal static class SecondOrder
{
    private const double Reach = 0.01;

    // The step, and the two gradients on either side.
    private const int TrainingPasses = 3;

    /// <summary>The gradient. Weights are as before behind it, bit for bit.</summary>
    /// <exception cref="NonFiniteStepException">Loss or gradient is not finite.</exception>
    public static MixtureGradient Of(ITensorBackend backend, IUnrolledStep step)
    {
        var before = step.Weights.Select(weight => Values(backend, weight)).ToArray();
        var done = 0L;
        try
        {
            var rate = step.Make();
            done += step.Items;
            var direction = before.Select(values => new float[values.Length]).ToArray();
            var first = step.Validation(direction);
            done += first.Loss.TokenCount;
            var norm = Norm(direction);
            return norm == 0 ? first with { UnrolledItems = step.Items } : first with
            {
                UnrolledItems = TrainingPasses * (long)step.Items,
                Gradient = Corrected(first.Gradient, At(Reach / norm), At(-Reach / norm), rate * norm / (2 * Reach)),
            };

            float[] At(double epsilon)
            {
                foreach (var (i, weight) in step.Weights.Index())
                {
                    backend.Write(weight, [.. before[i].Zip(direction[i], (value, slope) => (float)(value + (epsilon * slope)))]);
                }

                var gradient = step.Training();
                done += step.Items;
                return gradient;
            }
        }
        catch (NonFiniteStepException e)
        {
            throw e.After(done);
        }
        finally
        {
            foreach (var (weight, values) in step.Weights.Zip(before))
            {
                backend.Write(weight, values);
            }
        }
    }

    private static float[] Corrected(float[] gradient, float[] plus, float[] minus, double factor) =>
        [.. gradient.Select((slope, i) => (float)(slope - (factor * ((double)plus[i] - minus[i]))))];

    private static double Norm(float[][] gradients)
    {
        var norm = Math.Sqrt(gradients.Sum(gradient => gradient.Sum(value => (double)value * value)));
        return double.IsFinite(norm) ? norm
            : throw new NonFiniteStepException("gradient-not-finite", $"the norm of the validation gradient is {norm}");
    }

    private static float[] Values(ITensorBackend backend, Tensor weight)
    {
        var values = new float[weight.Shape.ElementCount];
        backend.Read(weight, values);
        return values;
    }
}

/// <summary>Reading gradients of weights in a step.</summary>
internal static class WeightGradients
{
    /// <summary>Adds the gradient of each weight to what is there; nothing where the loss does not depend on it.</summary>
    public static void AddTo(IReadOnlyList<float[]> sums, IReadOnlyList<Tensor> weights, IStepScope scope)
    {
        foreach (var (weight, sum) in weights.Zip(sums))
        {
            if (scope.Gradient(weight) is { } gradient)
            {
                var values = new float[sum.Length];
                scope.Read(gradient, values);
                for (var i = 0; i < sum.Length; i++)
                {
                    sum[i] += values[i];
                }
            }
        }
    }
}
