namespace Enas.Pipeline.Tensors;

/// <summary>The four activations of the recurrent cell; the numbers are those of the official token dialect.</summary>
public enum Activation
{
    Tanh = 0,
    Relu = 1,
    Identity = 2,
    Sigmoid = 3,
}
