using Enas.Pipeline.Tensors;
namespace Enas.Backends.Cpu;
internal sealed unsafe partial class CpuScope
{
}
