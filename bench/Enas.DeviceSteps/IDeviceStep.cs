namespace Enas.DeviceSteps;

/// <summary>Training steps of one supernet on a device.</summary>
internal interface IDeviceStep : IDisposable
{
    /// <summary>One whole step of a random architecture, its data included: forward, backward, norm of the gradients, update.</summary>
    void Run(int number);

    /// <summary>Operations of the products of a step, forward and two backward ones for each, a multiply-add counted as two.</summary>
    double Operations(int number);

    /// <summary>Values that a step has to read and write at least: see the implementations.</summary>
    double LeastValues(int number);
}
