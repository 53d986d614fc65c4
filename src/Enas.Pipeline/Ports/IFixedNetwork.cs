using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Ports;

/// <summary>
/// The network of one architecture, with weights of its own and the data that it is trained and judged on. Everything it does is a function
/// of its state and of the numbers in the call.
/// </summary>
public interface IFixedNetwork : IDisposable
{
    /// <summary>Whether there is a validation set.</summary>
    bool HasValidation { get; }

    /// <summary>Whether there is a test set.</summary>
    bool HasTest { get; }

    /// <summary>What a checkpoint holds of it, a section each.</summary>
    IReadOnlyList<ICheckpointed> Sections { get; }

    /// <summary>The epoch that a step is in, from 0.</summary>
    int EpochOf(long step);

    /// <summary>Steps of so many epochs.</summary>
    long StepsIn(int epochs);

    /// <summary>One gradient step on the next batch of the training set.</summary>
    /// <exception cref="Steps.NonFiniteStepException">Loss or gradient is not finite; nothing was updated.</exception>
    WeightStepResult Train(long step);

    /// <summary>The loss on the whole validation set. Changes nothing.</summary>
    WindowLoss Validate();

    /// <summary>Takes note of a validation: the best weights are kept.</summary>
    /// <param name="score">Perplexity or accuracy, as the log has it; null where it is not finite.</param>
    void AfterValidation(double? score);

    /// <summary>The loss on the whole test set, on the weights of the best validation. Changes nothing.</summary>
    WindowLoss Test();
}
